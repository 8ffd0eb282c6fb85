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

    /// <summary>Its computer, or its whole agent, was taken away by somebody else than this platform.</summary>
    Gone,
}
