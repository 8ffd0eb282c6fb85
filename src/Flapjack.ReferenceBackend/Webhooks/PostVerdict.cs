namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>What is known of a POST after it has ended.</summary>
internal enum PostVerdict
{
    /// <summary>It was not sent, so it had no effect.</summary>
    NotSent,

    /// <summary>It was sent, at least in part, and there is no complete answer: nobody knows what the receiver has done.</summary>
    Unknown,

    /// <summary>The receiver has answered.</summary>
    Answered,
}
