namespace Shared.Wire.Streaming;

/// <summary>How an event's number follows the one before it.</summary>
internal enum StreamStep
{
    /// <summary>As it should.</summary>
    Next,

    /// <summary>The event was there already.</summary>
    Repeated,

    /// <summary>Events between the two are missing.</summary>
    Missing,
}
