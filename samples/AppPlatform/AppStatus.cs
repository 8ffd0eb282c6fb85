namespace AppPlatform;

/// <summary>Where an app stands, as Flapjack's webhooks have told it.</summary>
public enum AppStatus
{
    /// <summary>Its computer is being set up.</summary>
    Provisioning,

    /// <summary>Its computer takes commands.</summary>
    Ready,

    /// <summary>Its computer could not be set up.</summary>
    Failed,

    /// <summary>Its computer, or its whole agent, was removed, and not by this platform.</summary>
    Gone,
}
