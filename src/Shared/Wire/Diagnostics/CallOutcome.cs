namespace Shared.Wire.Diagnostics;

/// <summary>How a call ended.</summary>
internal enum CallOutcome
{
    /// <summary>The answer came, or the last event of the stream.</summary>
    Completed,

    /// <summary>The service refused.</summary>
    Refused,

    /// <summary>The call failed, and did nothing at the service.</summary>
    Failed,

    /// <summary>The call failed, and nobody knows what the service did.</summary>
    Unknown,

    /// <summary>The caller cancelled the call.</summary>
    Cancelled,

    /// <summary>The caller left the stream before its last event.</summary>
    Left,
}
