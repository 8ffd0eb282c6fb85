using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Credentials;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What all turns of a backend share.</summary>
/// <param name="Store">The store.</param>
/// <param name="Agents">The agents.</param>
/// <param name="Configs">How the agents are configured.</param>
/// <param name="Models">The models that answer.</param>
/// <param name="Credentials">Asks for the keys with which users pay for models.</param>
/// <param name="Sources">What gives agents tools.</param>
/// <param name="Contexts">What tells models something besides the conversation.</param>
/// <param name="Journals">Where the events of turns are kept.</param>
/// <param name="Limits">How long turns are kept, and wait.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Telemetry">The spans and the measurements.</param>
/// <param name="Logger">Where the turns log.</param>
internal sealed record TurnServices(
    Store Store,
    OrgTable<AgentDocument> Agents,
    AgentConfigStore Configs,
    ChatModels Models,
    CredentialResolver Credentials,
    IReadOnlyList<IToolSource> Sources,
    IReadOnlyList<IContextSource> Contexts,
    TurnJournals Journals,
    TurnLimits Limits,
    TimeProvider Clock,
    BackendTelemetry Telemetry,
    ILogger Logger)
{
    /// <summary>What goes on although its turn has ended.</summary>
    public Stragglers Stragglers { get; } = new(Logger);
}
