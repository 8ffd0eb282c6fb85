namespace Flapjack.Sdk;

/// <summary>How far a ticket has come.</summary>
internal enum ExecTicketState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It has a slot and is being sent; nobody knows yet whether the service has counted it.</summary>
    Sent,

    /// <summary>It has a slot, and the service has counted it.</summary>
    Started,

    /// <summary>It holds nothing any more.</summary>
    Over,
}
