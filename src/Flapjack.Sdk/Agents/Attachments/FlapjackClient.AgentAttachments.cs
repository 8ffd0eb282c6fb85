using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the skills that are attached to an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attachments; empty when there is none.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/skills</c></remarks>
    public virtual Task<IReadOnlyList<SkillAttachment>> ListAgentSkillsAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/skills", AgentAttachmentsJson.Default.IReadOnlyListSkillAttachment, cancellationToken);

    /// <summary>Attaches an installed skill to an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">The skill, and the prompt and the credential that this agent uses it with.</param>
    /// <param name="cancellationToken">Ends the call; the skill may have been attached.</param>
    /// <returns>The attachment. It never holds the credential.</returns>
    /// <remarks><c>POST /api/agents/{agentId}/skills</c></remarks>
    public virtual Task<SkillAttachment> AttachAgentSkillAsync(string agentId, AttachSkillRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/agents/{agentId}/skills",
            JsonBody.Of(request, AgentAttachmentsJson.Default.AttachSkillRequest),
            AgentAttachmentsJson.Default.SkillAttachment,
            cancellationToken);

    /// <summary>Attaches an MCP server to an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="mcpServerId">The id of the MCP server, a UUID.</param>
    /// <param name="allowedTools">The names of the server's tools that may be used; null for all of them.</param>
    /// <param name="cancellationToken">Ends the call; the MCP server may have been attached.</param>
    /// <returns>The attachment.</returns>
    /// <remarks><c>POST /api/agents/{agentId}/mcps</c></remarks>
    public virtual Task<McpAttachment> AttachAgentMcpAsync(
        string agentId, string mcpServerId, IReadOnlyList<string>? allowedTools = null, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/agents/{agentId}/mcps",
            JsonBody.Of(
                new AttachmentBody { McpServerId = AttachmentBody.Id(mcpServerId), AllowedTools = allowedTools },
                AgentAttachmentsJson.Default.AttachmentBody,
                nameof(allowedTools)),
            AgentAttachmentsJson.Default.McpAttachment,
            cancellationToken);

    /// <summary>Attaches an integration to an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="integrationId">The id of the integration, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the integration may have been attached.</param>
    /// <returns>The attachment.</returns>
    /// <remarks><c>POST /api/agents/{agentId}/integrations</c></remarks>
    public virtual Task<IntegrationAttachment> AttachAgentIntegrationAsync(
        string agentId, string integrationId, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/agents/{agentId}/integrations",
            JsonBody.Of(
                new AttachmentBody { IntegrationId = AttachmentBody.Id(integrationId) }, AgentAttachmentsJson.Default.AttachmentBody, nameof(integrationId)),
            AgentAttachmentsJson.Default.IntegrationAttachment,
            cancellationToken);
}
