namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Something that gives agents tools: the plans, the MCP servers, the computer.</summary>
internal interface IToolSource
{
    /// <summary>
    /// The tools that the agent has in this turn. If a part of them can't be found out (an MCP server does not answer), the offer says so in
    /// <see cref="ToolOffer.Faults"/>, and the turn goes on without these tools.
    /// </summary>
    Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken);
}
