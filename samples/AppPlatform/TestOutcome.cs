namespace AppPlatform;

/// <summary>What is known about a run of an app's tests.</summary>
public enum TestOutcome
{
    /// <summary>The command exited by itself with code 0. Nothing else is a pass.</summary>
    Passed,

    /// <summary>It exited with another code, or was ended.</summary>
    Failed,

    /// <summary>Flapjack refused it; it never began.</summary>
    Refused,

    /// <summary>The page was left, or this server was stopped, and that stopped it.</summary>
    Stopped,

    /// <summary>Its stream broke off. It may have passed or failed, or still be running.</summary>
    Unknown,
}
