using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Coding;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Runs.Triggers;
using Flapjack.ReferenceBackend.Secrets;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.ReferenceBackend.Webhooks;
using LocalComputers;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend;

/// <summary>The parts of the backend that a resource may be built from.</summary>
/// <param name="Options">How the backend behaves.</param>
/// <param name="Store">The store; the tables of all resources are in it already.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Agents">Creates, finds and deletes agents.</param>
/// <param name="AgentRoutes">Finds the agent that a path names.</param>
/// <param name="Audit">The audit log.</param>
/// <param name="Stream">Sends streams of events.</param>
/// <param name="ApiKeys">The API keys.</param>
/// <param name="Secrets">Encrypts the credentials that a resource stores.</param>
/// <param name="Orgs">The organizations, with the secrets that sign what is sent for them.</param>
/// <param name="SignedPost">Posts to receivers whose answer is wanted.</param>
/// <param name="Disposals">Disposes of what is built here, when the backend ends.</param>
internal sealed record ResourceParts(
    FlapjackBackendOptions Options,
    Store Store,
    TimeProvider Clock,
    AgentService Agents,
    AgentRoutes AgentRoutes,
    AuditLog Audit,
    SseResponse Stream,
    ApiKeyTable ApiKeys,
    SecretCipher Secrets,
    Organizations Orgs,
    SignedPost SignedPost,
    Disposals Disposals)
{
    /// <summary>The work on code sessions.</summary>
    public CodingQueue Coding { get => field ?? throw new InvalidOperationException("The work on code sessions is not built yet."); init; }

    /// <summary>The turns of chats. What gives agents tools is built before them.</summary>
    public TurnService Turns { get => field ?? throw new InvalidOperationException("The turns are not built yet."); init; }

    /// <summary>The runs of runners.</summary>
    public RunService Runs { get => field ?? throw new InvalidOperationException("The runs are not built yet."); init; }

    /// <summary>The triggers of runners.</summary>
    public TriggerService Triggers { get => field ?? throw new InvalidOperationException("The triggers are not built yet."); init; }
}
