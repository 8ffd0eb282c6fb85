using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Reads what an agent remembers from one conversation to the next.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/memory</c></remarks>
    public virtual Task<MemoryConfig> GetMemoryConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/memory", AgentConfigJson.Default.MemoryConfig, cancellationToken);

    /// <summary>Changes what an agent remembers from one conversation to the next.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">What to change. Whether a setting that is not sent stays as it is, is not documented; in the reference backend it stays.</param>
    /// <param name="cancellationToken">Ends the call; the settings may have been changed.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/memory</c></remarks>
    public virtual Task<MemoryConfig> UpdateMemoryConfigAsync(
        string agentId, UpdateMemoryConfigRequest request, CancellationToken cancellationToken = default) =>
        Http.PutAsync(
            $"/api/agents/{agentId}/memory",
            JsonBody.Of(request, AgentConfigJson.Default.UpdateMemoryConfigRequest),
            AgentConfigJson.Default.MemoryConfig,
            cancellationToken);

    /// <summary>Reads when an agent's long conversations are summarized.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/compaction</c></remarks>
    public virtual Task<CompactionConfig> GetCompactionConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/compaction", AgentConfigJson.Default.CompactionConfig, cancellationToken);

    /// <summary>Changes when an agent's long conversations are summarized.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">What to change. Whether a setting that is not sent stays as it is, is not documented; in the reference backend it stays.</param>
    /// <param name="cancellationToken">Ends the call; the settings may have been changed.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/compaction</c></remarks>
    public virtual Task<CompactionConfig> UpdateCompactionConfigAsync(
        string agentId, UpdateCompactionConfigRequest request, CancellationToken cancellationToken = default) =>
        Http.PutAsync(
            $"/api/agents/{agentId}/compaction",
            JsonBody.Of(request, AgentConfigJson.Default.UpdateCompactionConfigRequest),
            AgentConfigJson.Default.CompactionConfig,
            cancellationToken);

    /// <summary>Reads where the service asks for the key of a model before the agent uses the model.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/credentials</c></remarks>
    public virtual Task<CredentialConfig> GetCredentialConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/credentials", AgentConfigJson.Default.CredentialConfig, cancellationToken);

    /// <summary>Changes where the service asks for the key of a model before the agent uses the model.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">What to change. Whether a setting that is not sent stays as it is, is not documented; in the reference backend it stays.</param>
    /// <param name="cancellationToken">Ends the call; the settings may have been changed.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/credentials</c></remarks>
    public virtual Task<CredentialConfig> UpdateCredentialConfigAsync(
        string agentId, UpdateCredentialConfigRequest request, CancellationToken cancellationToken = default) =>
        Http.PutAsync(
            $"/api/agents/{agentId}/credentials",
            JsonBody.Of(request, AgentConfigJson.Default.UpdateCredentialConfigRequest),
            AgentConfigJson.Default.CredentialConfig,
            cancellationToken);

    /// <summary>Reads whether an agent may set itself tasks for later.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/scheduled-tasks</c></remarks>
    public virtual Task<ScheduledTasksConfig> GetScheduledTasksAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/scheduled-tasks", AgentConfigJson.Default.ScheduledTasksConfig, cancellationToken);

    /// <summary>Changes whether an agent may set itself tasks for later.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">What to change. Whether a setting that is not sent stays as it is, is not documented; in the reference backend it stays.</param>
    /// <param name="cancellationToken">Ends the call; the settings may have been changed.</param>
    /// <returns>The settings as they are now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/scheduled-tasks</c></remarks>
    public virtual Task<ScheduledTasksConfig> UpdateScheduledTasksAsync(
        string agentId, UpdateScheduledTasksRequest request, CancellationToken cancellationToken = default) =>
        Http.PutAsync(
            $"/api/agents/{agentId}/scheduled-tasks",
            JsonBody.Of(request, AgentConfigJson.Default.UpdateScheduledTasksRequest),
            AgentConfigJson.Default.ScheduledTasksConfig,
            cancellationToken);
}
