namespace AppPlatform;

/// <summary>What is known about a run of an app's tests.</summary>
public enum TestOutcome
{
    /// <summary>The command exited by itself with code 0. Nothing else is a pass.</summary>
    Passed,

    /// <summary>The command exited with another code, or was ended.</summary>
    Failed,

    /// <summary>Flapjack refused the command, which never began.</summary>
    Refused,

    /// <summary>The command was stopped, because its user left the page or this server was stopped.</summary>
    Stopped,

    /// <summary>The stream of the command broke off. The tests may have passed or failed, or may still be running.</summary>
    Unknown,
}
