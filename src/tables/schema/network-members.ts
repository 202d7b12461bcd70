/** The members of an end's network that have a column; in `streams` they stand once for the sender, once for the receiver. */
import type { Member } from './column.ts';

const share = 'share from 0 to 1';

export const networkMembers: readonly Member[] = [
  {
    name: 'connection_type',
    member: 'connectionType',
    as: 'text',
    meaning: 'network: `wired`, `wifi`, `mobile` …',
  },
  {
    name: 'transport_protocol',
    member: 'networkTransportProtocol',
    as: 'text',
    meaning: 'protocol: `udp` or `tcp`',
  },
  { name: 'ip_address', member: 'ipAddress', as: 'text', meaning: 'own IP address' },
  { name: 'port', member: 'port', as: 'int32', meaning: 'own port' },
  { name: 'subnet', member: 'subnet', as: 'text', meaning: 'subnet' },
  {
    name: 'reflexive_ip_address',
    member: 'reflexiveIPAddress',
    as: 'text',
    meaning: 'IP address as the media relay saw it (the public one)',
  },
  {
    name: 'relay_ip_address',
    member: 'relayIPAddress',
    as: 'text',
    meaning: 'IP address of the media relay',
  },
  { name: 'relay_port', member: 'relayPort', as: 'int32', meaning: 'port of the media relay' },
  { name: 'mac_address', member: 'macAddress', as: 'text', meaning: 'MAC address' },
  { name: 'dns_suffix', member: 'dnsSuffix', as: 'text', meaning: 'DNS suffix' },
  {
    name: 'link_speed_bps',
    member: 'linkSpeed',
    as: 'int64',
    unit: 'bit/s',
    meaning: 'link speed; Graph gives an unknown one as an impossible one, such as 4294967295',
  },
  {
    name: 'wifi_bssid',
    member: 'basicServiceSetIdentifier',
    as: 'text',
    meaning: 'BSSID of the Wi-Fi access point',
  },
  { name: 'wifi_band', member: 'wifiBand', as: 'text', meaning: 'Wi-Fi band: `frequency24GHz` …' },
  {
    name: 'wifi_radio_type',
    member: 'wifiRadioType',
    as: 'text',
    meaning: 'Wi-Fi standard: `wifi80211ax` …',
  },
  { name: 'wifi_channel', member: 'wifiChannel', as: 'int32', meaning: 'Wi-Fi channel' },
  {
    name: 'wifi_signal_strength_percent',
    member: 'wifiSignalStrength',
    as: 'int32',
    unit: '%',
    meaning: 'Wi-Fi signal strength',
  },
  {
    name: 'wifi_battery_charge_percent',
    member: 'wifiBatteryCharge',
    as: 'int32',
    unit: '%',
    meaning: 'battery charge that was left',
  },
  {
    name: 'wifi_vendor_driver',
    member: 'wifiVendorDriver',
    as: 'text',
    meaning: 'Wi-Fi driver of the vendor',
  },
  {
    name: 'wifi_vendor_driver_version',
    member: 'wifiVendorDriverVersion',
    as: 'text',
    meaning: 'version of the vendor’s Wi-Fi driver',
  },
  {
    name: 'wifi_microsoft_driver',
    member: 'wifiMicrosoftDriver',
    as: 'text',
    meaning: 'Wi-Fi driver of Microsoft',
  },
  {
    name: 'wifi_microsoft_driver_version',
    member: 'wifiMicrosoftDriverVersion',
    as: 'text',
    meaning: 'version of Microsoft’s Wi-Fi driver',
  },
  {
    name: 'bandwidth_low_event_ratio',
    member: 'bandwidthLowEventRatio',
    as: 'number',
    unit: share,
    meaning: 'share of the call in which the bandwidth was too low',
  },
  {
    name: 'delay_event_ratio',
    member: 'delayEventRatio',
    as: 'number',
    unit: share,
    meaning: 'share of the call in which the delay hindered talking',
  },
  {
    name: 'received_quality_event_ratio',
    member: 'receivedQualityEventRatio',
    as: 'number',
    unit: share,
    meaning: 'share of the call in which what was received was of poor quality',
  },
  {
    name: 'sent_quality_event_ratio',
    member: 'sentQualityEventRatio',
    as: 'number',
    unit: share,
    meaning: 'share of the call in which what was sent was of poor quality',
  },
];

/** The hops of a trace route: three lists of equal length. */
export const hopMembers: readonly Member[] = [
  {
    name: 'hop_counts',
    member: 'traceRouteHops[].hopCount',
    as: 'int32s',
    meaning: 'trace route: number of each hop',
  },
  {
    name: 'hop_ip_addresses',
    member: 'traceRouteHops[].ipAddress',
    as: 'texts',
    meaning: 'trace route: IP address of each hop',
  },
  {
    name: 'hop_round_trip_times_ms',
    member: 'traceRouteHops[].roundTripTime',
    as: 'numbers',
    unit: 'ms',
    meaning: 'trace route: round trip to each hop',
  },
];
