using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>
/// The things of one kind that count in a turn: those that are attached to the agent, and in a run also those that are attached to the runner. If a thing is
/// attached to both, the agent's attachment counts, for example with its allowed tools. A step without an agent has the things of the runner alone.
/// </summary>
internal sealed class TurnAttachments
{
    /// <summary>For what purpose the credentials of attachments are encrypted.</summary>
    public const string CredentialPurpose = "attachments.credential";

    private readonly AttachmentTable _ofAgents;
    private readonly AttachmentTable _ofRunners;

    /// <param name="store">The store.</param>
    /// <param name="kind">The end of the names of the two tables of attachments, for example <c>mcps</c>.</param>
    /// <param name="items">The table of the things.</param>
    /// <param name="clock">The clock.</param>
    public TurnAttachments(Store store, string kind, NamedTable items, TimeProvider clock)
    {
        _ofAgents = new(store, $"agent_{kind}", new("agents", "agent"), items, clock);
        _ofRunners = new(store, $"runner_{kind}", new("runners", "runner"), items, clock);
    }

    /// <summary>The agent's things come first; both parts are in the order in which they were attached.</summary>
    public IReadOnlyList<Attachment> List(TurnScope turn)
    {
        var ofAgent = _ofAgents.List(turn.AgentId);
        return turn.RunnerId is { } runner ? [.. ofAgent.Concat(_ofRunners.List(runner)).DistinctBy(attachment => attachment.ItemId)] : ofAgent;
    }
}
