/** Two rising notes, made on the spot: the page loads no sound file. A browser that allows no sound yet stays silent. */
export function ring(): void {
  const audio = new AudioContext();
  for (const [index, hertz] of [659, 880].entries()) {
    const start = audio.currentTime + index * 0.22;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.2, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.4);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  }
  setTimeout(() => void audio.close(), 1_500);
}
