namespace Shared.Wire.Http;

/// <summary>When a request may be sent a second time.</summary>
internal enum RetryRule
{
    /// <summary>Never: the sender counts the attempts itself.</summary>
    Never,

    /// <summary>Only if no connection was made: the sender handles a 429 itself.</summary>
    IfNotConnected,

    /// <summary>Only if the service provably did nothing: no connection was made, or the service answered 429.</summary>
    IfNeverStarted,

    /// <summary>After any transient failure: the request does the same however often it arrives.</summary>
    IfTransient,
}
