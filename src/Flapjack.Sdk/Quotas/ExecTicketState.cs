namespace Flapjack.Sdk;

/// <summary>The state of a ticket.</summary>
internal enum ExecTicketState
{
    /// <summary>The ticket waits for its turn.</summary>
    Queued,

    /// <summary>The ticket has a slot, and its command is being sent. Nobody knows yet whether the service has counted the command.</summary>
    Sent,

    /// <summary>The ticket has a slot, and the service has counted the command.</summary>
    Started,

    /// <summary>The ticket holds neither a place nor a slot any more.</summary>
    Over,
}
