import { useEffect, useRef } from 'react';
import { useUi } from '../ui-context.ts';
import { readFrame } from './read-frame.ts';
import './camera-eye.css';

const LOOK_EVERY_MS = 150;
/** Enough for a code that fills a third of the picture, and little work for a small machine. */
const WIDTH = 640;

/** What the camera sees, and the code in it. Pictures are looked at and forgotten; only the code is told. */
export function CameraEye() {
  const { send } = useUi();
  const tell = useRef(send);
  tell.current = send;
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const seen = video.current;
    if (!seen) return undefined;
    let over = false;
    let timer: ReturnType<typeof setInterval> | undefined;
    let stream: MediaStream | undefined;
    const close = () => {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const open = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
      if (over) return close();
      seen.srcObject = stream;
      await seen.play();
      timer = setInterval(() => {
        const code = look(seen);
        if (code !== undefined) tell.current({ intent: 'code-seen', text: code });
      }, LOOK_EVERY_MS);
      return undefined;
    };
    open().catch(() => {
      if (!over) tell.current({ intent: 'camera-refused' });
    });
    return () => {
      over = true;
      close();
    };
  }, []);

  return <video ref={video} className="camera-eye" muted playsInline aria-hidden />;
}

function look(video: HTMLVideoElement): string | undefined {
  if (video.videoWidth === 0) return undefined;
  const canvas = new OffscreenCanvas(WIDTH, Math.round((video.videoHeight * WIDTH) / video.videoWidth));
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return undefined;
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return readFrame(pen.getImageData(0, 0, canvas.width, canvas.height));
}
