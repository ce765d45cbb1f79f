// Loaded with the first question or in idle time, because it takes a while.
export const loadSpf = async () => (await import('mailauth/lib/spf/index.js')).spf;
export const loadDmarc = async () => (await import('mailauth/lib/dmarc/index.js')).dmarc;
