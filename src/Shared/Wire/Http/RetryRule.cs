namespace Shared.Wire.Http;

/// <summary>When a request may be sent a second time.</summary>
internal enum RetryRule
{
    /// <summary>Never: whoever sends it counts the attempts.</summary>
    Never,

    /// <summary>Only when no connection came about: whoever sends it takes care of a 429.</summary>
    IfNotConnected,

    /// <summary>Only after a proof that the service did nothing: no connection came about, or it answered 429.</summary>
    IfNeverStarted,

    /// <summary>After any transient failure: the request does the same however often it arrives.</summary>
    IfTransient,
}
