/**
 * The page is drawn without V8's optimizing compilers (`JavaScriptOptimizer` in Chromium's own settings): most holes of
 * a browser are theirs, a lobby's screen does nothing that needs them, and their code is what grows for months.
 */
export const PAGE_ENGINE_FLAGS = '--no-opt --no-maglev';

/** Command line of the system Chromium as the kiosk's window. */
export interface ChromiumOptions {
  /** Page of the kiosk service. */
  readonly home: string;
  /** Throw-away profile, so that no "restore pages" bubble ever stands over the screen. */
  readonly profile: string;
  readonly display: 'wayland' | 'x11';
  /** `desktop`: a portrait window among others, to try the product on a work place; never on a kiosk. */
  readonly window: 'kiosk' | 'desktop';
}

export function chromiumArguments({ home, profile, display, window }: ChromiumOptions): readonly string[] {
  return [
    ...(window === 'kiosk' ? ['--kiosk'] : ['--window-size=540,1000']),
    `--app=${home}`,
    `--user-data-dir=${profile}`,
    `--ozone-platform=${display}`,
    '--incognito',
    '--noerrdialogs',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--disable-features=Translate,TouchpadOverscrollHistoryNavigation',
    '--disable-component-update',
    '--disable-background-networking',
    '--disable-sync',
    '--disable-session-crashed-bubble',
    '--autoplay-policy=no-user-gesture-required',
    '--check-for-update-interval=31536000',
    `--js-flags=${PAGE_ENGINE_FLAGS}`,
  ];
}

/**
 * Managed policies of the Chromium shell, for `/etc/chromium/policies/managed/louting.json`, owned by root.
 * The URL lists also close `file:`, `chrome:`, `view-source:` and `javascript:`.
 * @param camera the camera of this cabinet stands in for a scanner: our own page, and no other, may use it
 */
export function chromiumPolicies(home: string, camera = false): Readonly<Record<string, unknown>> {
  return {
    URLBlocklist: ['*'],
    URLAllowlist: [new URL(home).origin],
    DeveloperToolsAvailability: 2,
    DownloadRestrictions: 3,
    AllowFileSelectionDialogs: false,
    PrintingEnabled: false,
    DefaultJavaScriptOptimizerSetting: 2,
    DefaultPopupsSetting: 2,
    DefaultNotificationsSetting: 2,
    DefaultGeolocationSetting: 2,
    DefaultSerialGuardSetting: 2,
    DefaultWebUsbGuardSetting: 2,
    DefaultWebHidGuardSetting: 2,
    DefaultWebBluetoothGuardSetting: 2,
    AudioCaptureAllowed: false,
    VideoCaptureAllowed: false,
    VideoCaptureAllowedUrls: camera ? [new URL(home).origin] : [],
    BrowserSignin: 0,
    SyncDisabled: true,
    BrowserGuestModeEnabled: false,
    BrowserAddPersonEnabled: false,
    PasswordManagerEnabled: false,
    AutofillAddressEnabled: false,
    AutofillCreditCardEnabled: false,
    TranslateEnabled: false,
    SpellcheckEnabled: false,
    SearchSuggestEnabled: false,
    DefaultSearchProviderEnabled: false,
    ExtensionInstallBlocklist: ['*'],
    EnableMediaRouter: false,
    TaskManagerEndProcessEnabled: false,
    AllowDinosaurEasterEgg: false,
    BookmarkBarEnabled: false,
    EditBookmarksEnabled: false,
    BackgroundModeEnabled: false,
    MetricsReportingEnabled: false,
    ComponentUpdatesEnabled: false,
  };
}
