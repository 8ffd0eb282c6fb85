using Flapjack.ReferenceBackend.Chat.Tools;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The tools of one turn: those of the caller, and those that the backend runs.</summary>
internal sealed class TurnTools : IAsyncDisposable
{
    private readonly IReadOnlyList<ToolOffer> _offers;
    private readonly Dictionary<string, ClientTool> _ofCaller;
    private readonly Dictionary<string, AgentTool> _ofBackend = new(StringComparer.Ordinal);

    private TurnTools(IReadOnlyList<ToolOffer> offers, IReadOnlyList<ClientTool> ofCaller)
    {
        _offers = offers;
        _ofCaller = ofCaller.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        foreach (var tool in offers.SelectMany(offer => offer.Tools))
        {
            // A tool of the caller stands in the place of a tool of the backend that has its name.
            if (!_ofCaller.ContainsKey(tool.Name))
            {
                _ofBackend.TryAdd(tool.Name, tool);
            }
        }

        Declarations =
        [
            .. _ofCaller.Values.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters)),
            .. _ofBackend.Values.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters)),
        ];
    }

    /// <summary>What the model is told of the tools.</summary>
    public IReadOnlyList<AITool> Declarations { get; }

    /// <summary>The tools that the agent should have and does not get.</summary>
    public IEnumerable<ToolFault> Faults => _offers.SelectMany(offer => offer.Faults);

    /// <summary>Asks all sources at once.</summary>
    /// <exception cref="OperationCanceledException">The turn was cancelled. What the sources had offered by then is disposed of.</exception>
    public static async Task<TurnTools> CollectAsync(
        IReadOnlyList<IToolSource> sources, TurnScope scope, IReadOnlyList<ClientTool> ofCaller, CancellationToken cancellationToken)
    {
        var offers = sources.Select(source => OfferAsync(source, scope, cancellationToken)).ToList();
        try
        {
            return new(await Task.WhenAll(offers).ConfigureAwait(false), ofCaller);
        }
        catch
        {
            foreach (var offer in offers.Where(offer => offer.IsCompletedSuccessfully))
            {
                await (await offer.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    public bool IsOfCaller(string name) => _ofCaller.ContainsKey(name);

    /// <summary>A tool that the backend runs; null if there is none of this name.</summary>
    public AgentTool? Find(string name) => _ofBackend.GetValueOrDefault(name);

    public async ValueTask DisposeAsync()
    {
        foreach (var offer in _offers)
        {
            await offer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<ToolOffer> OfferAsync(IToolSource source, TurnScope scope, CancellationToken cancellationToken)
    {
        try
        {
            return await source.OfferAsync(scope, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A source that fails costs its tools, and not the answer. Its message may hold a secret.
            return new([]) { Faults = [new("tool", source.GetType().Name, $"The tools could not be found out ({e.GetType().Name}).")] };
        }
    }
}
