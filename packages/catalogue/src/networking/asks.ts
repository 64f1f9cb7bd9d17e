import type { Ask } from './openings.ts';
import { everyPort, ports } from './ports.ts';

/** SSH and remote desktop. */
export const managementPorts: Ask = { protocols: ['tcp'], ports: ports(22, 3389) };

/** SSH, remote desktop and both ports of Windows remote management: what just-in-time access closes by default. */
export const justInTimePorts: Ask = { protocols: ['tcp'], ports: ports(22, 3389, 5985, 5986) };

/** Where web servers listen: HTTP, HTTPS and their usual alternatives. */
export const webPorts: Ask = { protocols: ['tcp'], ports: ports(80, 443, 8080, 8443) };

export const allPorts: Ask = { protocols: ['tcp', 'udp'], ports: [everyPort] };
