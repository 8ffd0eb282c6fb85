using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An agent. The service leaves out some fields in some answers; such a field is null here.</summary>
/// <remarks>
/// <c>GET /api/agents/{agentId}</c>; <c>GET /api/agents</c> leaves out <see cref="StablePreamble"/>, and <c>POST /api/agents/from-template</c> sends only
/// <see cref="Id"/>, <see cref="OrgId"/> and <see cref="Name"/>.
/// </remarks>
public record Agent
{
    /// <summary>The agent's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the agent is for, for people; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The system prompt, with which every conversation begins; null for none, and in lists.</summary>
    [JsonPropertyName("stable_preamble")]
    public string? StablePreamble { get; init; }

    /// <summary>The model that answers, for example <c>gpt-5.4</c>; null when the service did not say.</summary>
    [JsonPropertyName("default_model")]
    public string? DefaultModel { get; init; }

    /// <summary>How freely the model chooses its words, from 0 to 1; null for the model's own default, or when the service did not say.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The chats in which everybody may talk to the agent; empty when there are none, or when the service did not say.</summary>
    [JsonPropertyName("published_chats")]
    public IReadOnlyList<PublishedChat> PublishedChats { get => field ?? []; init; }

    /// <summary>The computer that the agent is configured to use; if it uses none, only <see cref="ComputerConfig.Enabled"/> is set, to false.</summary>
    [JsonPropertyName("computer")]
    public ComputerConfig? Computer { get; init; }

    /// <summary>The sets of tools that a thread can switch between; null for none.</summary>
    [JsonPropertyName("tool_profiles")]
    public ToolProfiles? ToolProfiles { get; init; }

    /// <summary>The name of the profile that a new thread begins with; null for none.</summary>
    [JsonPropertyName("default_profile")]
    public string? DefaultProfile { get; init; }

    /// <summary>Whether the agent may set itself tasks for later; null when the service did not say. <see cref="FlapjackClient.UpdateScheduledTasksAsync"/> changes it.</summary>
    [JsonPropertyName("scheduled_tasks_enabled")]
    public bool? ScheduledTasksEnabled { get; init; }

    /// <summary>Where the service runs the agent; null when the service did not say.</summary>
    [JsonPropertyName("runtime_provider")]
    public AgentRuntimeProvider? RuntimeProvider { get; init; }

    /// <summary>The project that the agent belongs to, a UUID; null for none.</summary>
    [JsonPropertyName("project_id")]
    public string? ProjectId { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
