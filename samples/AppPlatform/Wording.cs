using System.Globalization;

namespace AppPlatform;

/// <summary>How the pages say things.</summary>
internal static class Wording
{
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("o", CultureInfo.InvariantCulture);

    /// <summary>A value's name in attributes and JSON.</summary>
    public static string Name(Enum value) => value.ToString().ToLowerInvariant();

    public static string Label(PlatformApp app) => app switch
    {
        { Status: AppStatus.Provisioning } => "Provisioning…",
        { Status: AppStatus.Failed, ExitCode: { } code } => $"Failed, exit code {code}",
        { Status: AppStatus.Gone } => "Computer gone",
        _ => app.Status.ToString(),
    };

    /// <summary>Why there is no computer; empty if there is nothing to explain.</summary>
    public static string Reason(PlatformApp app) =>
        app.Status == AppStatus.Failed ? app.Failure ?? "Flapjack has given no reason. What its setup said may tell more." : "";

    public static string LastRun(TestRun run) => $"Last run: {run.Summary}";

    public static string LastRun(PlatformApp app) => app switch
    {
        { IsTesting: true } => "Running…",
        { LastRun: { } run } => LastRun(run),
        { Status: AppStatus.Ready } => "Not run yet.",
        { Status: AppStatus.Provisioning } => "Waiting for the computer.",
        _ => "There is no computer to run them on.",
    };
}
