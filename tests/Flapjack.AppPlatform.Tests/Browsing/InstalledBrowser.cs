namespace Flapjack.AppPlatform.Tests.Browsing;

/// <summary>The Chromium of this machine. Playwright's own is not downloaded.</summary>
internal static class InstalledBrowser
{
    public static IReadOnlyList<string> Names { get; } = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Its path; null where there is none.</summary>
    public static string? Path { get; } = Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates() =>
        from name in Names
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        select System.IO.Path.Combine(folder, name);
}
