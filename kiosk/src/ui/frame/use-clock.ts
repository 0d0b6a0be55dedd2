import { useEffect, useState } from 'react';

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' });

/** The time of day on the wall, `10:24`. */
export function useClock(): string {
  const [now, setNow] = useState(() => time.format(Date.now()));
  useEffect(() => {
    const timer = window.setInterval(() => setNow(time.format(Date.now())), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
