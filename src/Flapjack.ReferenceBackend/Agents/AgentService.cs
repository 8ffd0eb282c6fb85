using System.Collections.Concurrent;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Words;
using Flapjack.Sdk;
using LocalComputers.Computers;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>Creates, finds and deletes agents together with their computers.</summary>
internal sealed class AgentService(Store store, AgentStore agents, ComputerRegistry computers, AgentEvents events, AuditLog audit, TimeProvider clock)
{
    // Agents whose computer is removed before the agent itself. Each has a task that ends when it is decided whether the agent goes.
    private readonly ConcurrentDictionary<string, Task> _leaving = new(StringComparer.Ordinal);

    /// <summary>
    /// Creates an agent, or finds the agent of the same external app. Its bootstrap runs on in the background. A repeat that makes a failed or
    /// destroyed computer anew takes everything of the repeat; any other repeat changes nothing.
    /// </summary>
    public async Task<CreateAgentFromTemplateResponse> CreateFromTemplateAsync(Caller caller, FromTemplateRequest request)
    {
        while (true)
        {
            var known = agents.FindByApp(caller.OrgId, request.ExternalAppId);
            if (known is not null && _leaving.TryGetValue(known.Id, out var decided))
            {
                await decided.ConfigureAwait(false);
                continue;
            }

            var id = known?.Id ?? Guid.CreateVersion7().ToString();
            if (await EnsureBootstrappedAsync(caller, request, id, known).ConfigureAwait(false) is not var (phase, runId, setup)
                || agents.Find(id) is not { } agent)
            {
                // Another call has created or deleted the agent meanwhile, so the computer that was just started belongs to no agent.
                await computers.RemoveAsync(id).ConfigureAwait(false);
                continue;
            }

            return new()
            {
                Agent = new() { Id = agent.Id, OrgId = agent.OrgId, Name = agent.Name },
                Computer = new() { AgentId = agent.Id, Status = OfBootstrap(phase) },
                BootstrapRunId = runId,
                Template = new(setup.Template.Name),
                Idempotent = known is not null,
            };
        }
    }

    private async Task<(ComputerPhase Phase, string RunId, ComputerSetup Setup)?> EnsureBootstrappedAsync(
        Caller caller, FromTemplateRequest request, string id, AgentRecord? known)
    {
        var computer = computers.GetOrAdd(id);
        try
        {
            return computer.EnsureBootstrapped(request.Setup, caller.Actor, db => Save(db, caller, request, id, known));
        }
        catch (AgentChangedException)
        {
            return null;
        }
        catch when (known is null)
        {
            // Nothing of the agent was stored.
            await computers.RemoveAsync(id).ConfigureAwait(false);
            throw;
        }
    }

    private void Save(StoreSession db, Caller caller, FromTemplateRequest request, string id, AgentRecord? known)
    {
        var now = clock.GetUtcNow();
        var isSaved = known is null
            ? AgentStore.AddOrFind(db, new(id, caller.OrgId, request.Name ?? request.Setup.Template.Name, request.ExternalAppId, request.WebhookUrl), now).Added
            : AgentStore.Update(db, id, request.Name, request.WebhookUrl, now);
        if (!isSaved)
        {
            throw new AgentChangedException();
        }
    }

    /// <param name="caller">Who asks.</param>
    /// <param name="agentId">The agent's id, in upper or lower case; no other spelling of a UUID is its id.</param>
    /// <exception cref="Refusal">404: there is no such agent, or its deletion is decided; 403: the agent belongs to another organization.</exception>
    public AgentCall Find(Caller caller, string agentId)
    {
        var id = agentId.ToLowerInvariant();
        // The computer is looked for before the agent. A deletion removes the agent first, so if no computer was found and the agent is still there, it had no computer.
        var computer = ComputerOf(id);
        var agent = FindThere(id) ?? throw NoSuchAgent(agentId);
        return agent.OrgId == caller.OrgId ? new(caller, agent, computer) : throw Refusal.Forbidden($"Agent '{agentId}' belongs to another organization.");
    }

    /// <summary>The computer of an agent; null when it has none.</summary>
    public Computer? ComputerOf(string agentId) => computers.Find(agentId) is { IsBegun: true } computer ? computer : null;

    /// <summary>Begins to set up a computer for an agent that has none, because it was not created from a template.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="setup">What the computer is set up with.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="also">What else is stored by the change that begins the bootstrap.</param>
    /// <returns>The computer, also if another call began to set it up; null if the agent is gone.</returns>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    /// <exception cref="StoreException">The change could not be stored.</exception>
    public async Task<Computer?> AddComputerAsync(string agentId, ComputerSetup setup, Actor actor, Action<StoreSession> also)
    {
        var computer = computers.GetOrAdd(agentId);
        try
        {
            if (!computer.IsBegun)
            {
                computer.EnsureBootstrapped(setup, actor, db =>
                {
                    _ = AgentStore.Find(db, agentId) ?? throw new AgentChangedException();
                    also(db);
                });
            }
        }
        catch (AgentChangedException)
        {
            // The agent was deleted meanwhile, so it is not there below.
        }

        if (IsThere(agentId))
        {
            return computer;
        }

        // The deletion may have looked for the computer before it was added.
        await computers.RemoveAsync(agentId).ConfigureAwait(false);
        return null;
    }

    /// <summary>Whether an agent still exists and its deletion is not decided.</summary>
    public bool IsThere(string id) => FindThere(id) is not null;

    public static Refusal NoSuchAgent(string agentId) => Refusal.NotFound($"There is no agent '{agentId}'.");

    /// <summary>Deletes an agent, kills every process on its computer, and removes its files. A full disk does not prevent the deletion.</summary>
    public async Task DeleteAsync(AgentCall call)
    {
        var (caller, agent, computer) = call;
        var computerId = computer?.MadeId;
        bool isMine;
        try
        {
            isMine = Remove(agent, computerId);
        }
        catch (StoreException e) when (e.IsFull)
        {
            isMine = await RemoveFilesFirstAsync(agent, computerId).ConfigureAwait(false);
        }

        if (!isMine)
        {
            throw NoSuchAgent(agent.Id);
        }

        await computers.RemoveAsync(agent.Id).ConfigureAwait(false);
        store.KeepReserve();
        audit.Append(new(agent.OrgId, agent.Id, caller.Actor, "delete"));
    }

    /// <summary>
    /// Even a deletion takes room in the store, and the reserve was not enough, so the computer's files are removed first. If the backend dies meanwhile,
    /// the next one finds the agent with a destroyed computer; if the store takes nothing even then, the agent is there without a computer.
    /// </summary>
    private async Task<bool> RemoveFilesFirstAsync(AgentRecord agent, string? computerId)
    {
        var decided = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_leaving.TryAdd(agent.Id, decided.Task))
        {
            return false;
        }

        try
        {
            await computers.RemoveButStoredAsync(agent.Id).ConfigureAwait(false);
            return Remove(agent, computerId);
        }
        finally
        {
            _leaving.TryRemove(agent.Id, out _);
            decided.SetResult();
        }
    }

    private AgentRecord? FindThere(string id) => _leaving.ContainsKey(id) ? null : agents.Find(id);

    // The rows and the webhook are stored in one change: from then on the agent is gone, and its webhook is sent, whatever happens.
    private bool Remove(AgentRecord agent, string? computerId) => store.WriteMakingRoom(db =>
    {
        events.Deleting(db, agent, computerId);
        return AgentStore.Remove(db, agent.Id);
    });

    // From-template answers how the latest bootstrap went, and not whether the computer has gone to sleep since.
    private static ComputerLifecycleStatus OfBootstrap(ComputerPhase phase) =>
        phase == ComputerPhase.Bootstrapping || phase == ComputerPhase.Error ? ComputerWords.StatusOf(phase) : ComputerLifecycleStatus.Ready;
}
