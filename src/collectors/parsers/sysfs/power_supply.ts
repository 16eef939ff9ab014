/** A numeric attribute of a power supply: the kernel's name, ours, what to divide by for the base unit, and what it is. */
interface PowerSupplyNumber {
  readonly attribute: string;
  readonly name: string;
  readonly divide: number;
  readonly help: string;
}

const MICRO = 1e6;
const TENTHS = 10;

/** Units of Documentation/power/power_supply_class: µA, µV, µW, µWh, µAh, seconds, tenths of a degree Celsius. */
export const POWER_SUPPLY_NUMBERS: readonly PowerSupplyNumber[] = [
  raw("authentic", "1 when the battery is authentic."),
  raw("calibrate", "1 while the supply calibrates itself."),
  raw("capacity", "Charge of the battery in percent."),
  raw("capacity_alert_max", "Charge in percent above which the supply warns."),
  raw("capacity_alert_min", "Charge in percent below which the supply warns."),
  renamed("cycle_count", "cyclecount", 1, "Full charge cycles of the battery."),
  raw("online", "1 when the supply gives power, 2 when its voltage and current can be programmed."),
  raw("present", "1 when the battery is there."),
  renamed("time_to_empty_now", "time_to_empty_seconds", 1, "Time until the battery is empty."),
  renamed("time_to_full_now", "time_to_full_seconds", 1, "Time until the battery is full."),
  micro("current_boot", "Current at boot time in amperes."),
  micro("current_max", "Largest current in amperes."),
  renamed("current_now", "current_ampere", MICRO, "Current in amperes."),
  micro("energy_empty", "Energy in watt hours at which the battery counts as empty."),
  micro("energy_empty_design", "Energy in watt hours at which the battery counts as empty by design."),
  micro("energy_full", "Energy in watt hours of the full battery."),
  micro("energy_full_design", "Energy in watt hours of the full battery by design."),
  renamed("energy_now", "energy_watthour", MICRO, "Energy in the battery in watt hours."),
  micro("voltage_boot", "Voltage at boot time in volts."),
  micro("voltage_max", "Largest voltage in volts."),
  micro("voltage_max_design", "Largest voltage by design in volts."),
  micro("voltage_min", "Smallest voltage in volts."),
  micro("voltage_min_design", "Smallest voltage by design in volts."),
  renamed("voltage_now", "voltage_volt", MICRO, "Voltage in volts."),
  micro("voltage_ocv", "Voltage of the open circuit in volts."),
  micro("charge_control_limit", "Limit of the charge current in amperes."),
  micro("charge_control_limit_max", "Largest limit of the charge current in amperes."),
  micro("charge_counter", "Coulomb counter of the battery in ampere hours."),
  micro("charge_empty", "Charge in ampere hours at which the battery counts as empty."),
  micro("charge_empty_design", "Charge in ampere hours at which the battery counts as empty by design."),
  micro("charge_full", "Charge in ampere hours of the full battery."),
  micro("charge_full_design", "Charge in ampere hours of the full battery by design."),
  renamed("charge_now", "charge_ampere", MICRO, "Charge in the battery in ampere hours."),
  micro("charge_term_current", "Current in amperes at which charging ends."),
  micro("constant_charge_current", "Charge current in amperes."),
  micro("constant_charge_current_max", "Largest charge current in amperes."),
  micro("constant_charge_voltage", "Charge voltage in volts."),
  micro("constant_charge_voltage_max", "Largest charge voltage in volts."),
  micro("precharge_current", "Current in amperes before the charge proper."),
  micro("input_current_limit", "Limit of the input current in amperes."),
  renamed("power_now", "power_watt", MICRO, "Power in watts."),
  celsius("temp", "Temperature"),
  celsius("temp_alert_max", "Temperature above which the supply warns,"),
  celsius("temp_alert_min", "Temperature below which the supply warns,"),
  celsius("temp_ambient", "Temperature of the surroundings"),
  celsius("temp_ambient_max", "Largest temperature of the surroundings"),
  celsius("temp_ambient_min", "Smallest temperature of the surroundings"),
  celsius("temp_max", "Largest temperature"),
  celsius("temp_min", "Smallest temperature"),
];

/** Attributes that are labels of `node_power_supply_info`, in the order of the labels. */
export const POWER_SUPPLY_TEXTS: readonly string[] = [
  "capacity_level",
  "charge_type",
  "health",
  "manufacturer",
  "model_name",
  "scope",
  "serial_number",
  "status",
  "technology",
  "type",
  "usb_type",
];

function raw(attribute: string, help: string): PowerSupplyNumber {
  return renamed(attribute, attribute, 1, help);
}

function micro(attribute: string, help: string): PowerSupplyNumber {
  return renamed(attribute, attribute, MICRO, help);
}

function celsius(attribute: string, what: string): PowerSupplyNumber {
  return renamed(attribute, `${attribute}_celsius`, TENTHS, `${what} in degrees Celsius.`);
}

function renamed(attribute: string, name: string, divide: number, help: string): PowerSupplyNumber {
  return { attribute, name, divide, help };
}
