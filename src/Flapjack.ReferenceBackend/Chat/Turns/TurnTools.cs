using Flapjack.ReferenceBackend.Chat.Tools;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The tools of one turn: those of the caller, and those that the backend runs.</summary>
internal sealed class TurnTools
{
    private readonly Stragglers _stragglers;
    private readonly OpenedTogether<ToolOffer> _offers;
    private readonly Dictionary<string, ClientTool> _ofCaller;
    private readonly Dictionary<string, AgentTool> _ofBackend = new(StringComparer.Ordinal);

    private TurnTools(Stragglers stragglers, OpenedTogether<ToolOffer> offers, IReadOnlyList<ClientTool> ofCaller)
    {
        (_stragglers, _offers) = (stragglers, offers);
        _ofCaller = ofCaller.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        List<ToolFault> faults = [.. offers.Items.SelectMany(offer => offer.Faults)];
        foreach (var tool in offers.Items.SelectMany(offer => offer.Tools))
        {
            // A tool of the caller stands in the place of a tool of the backend that has its name.
            if (!_ofCaller.ContainsKey(tool.Name) && !_ofBackend.TryAdd(tool.Name, tool))
            {
                faults.Add(new(tool.SpanKind, tool.Name, "Another tool of the agent has this name already, so this tool is not offered."));
            }
        }

        Faults = faults;

        Declarations =
        [
            .. _ofCaller.Values.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters)),
            .. _ofBackend.Values.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters)),
        ];
    }

    /// <summary>What the model is told of the tools.</summary>
    public IReadOnlyList<AITool> Declarations { get; }

    /// <summary>The tools that the agent should have and does not get.</summary>
    public IReadOnlyList<ToolFault> Faults { get; }

    /// <summary>Asks all sources at once.</summary>
    /// <param name="services">What turns share.</param>
    /// <param name="setup">The turn.</param>
    /// <param name="stop">Ends the waiting at once. What some sources have opened already, or open later, is closed then.</param>
    public static async Task<TurnTools> OpenAsync(TurnServices services, TurnSetup setup, CancellationToken stop)
    {
        var opening = OpenedTogether<ToolOffer>.WhenAllAsync(services.Sources.Select(source => OfferAsync(source, setup.Scope, stop)));
        try
        {
            return new(services.Stragglers, await opening.WaitAsync(stop).ConfigureAwait(false), setup.ClientTools);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            services.Stragglers.Take(CloseAsync(opening));
            throw;
        }
    }

    public bool IsOfCaller(string name) => _ofCaller.ContainsKey(name);

    /// <summary>A tool that the backend runs; null if there is none of this name.</summary>
    public AgentTool? Find(string name) => _ofBackend.GetValueOrDefault(name);

    /// <summary>
    /// Closes what the tools hold open. It never fails, because an answer that is stored already must not become a failure. A turn that is stopped does not
    /// wait for a program that is slow to end.
    /// </summary>
    public async Task CloseAsync(CancellationToken stop)
    {
        var closing = _offers.DisposeAsync().AsTask();
        _stragglers.Take(closing);
        await closing.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CloseAsync(Task<OpenedTogether<ToolOffer>> opening)
    {
        var offers = await opening.ConfigureAwait(false);
        await offers.DisposeAsync().ConfigureAwait(false);
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
