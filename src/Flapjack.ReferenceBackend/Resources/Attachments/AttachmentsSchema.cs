using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Attachments;

/// <summary>The tables of what is attached to agents and runners. A step never changes after its release.</summary>
internal static class AttachmentsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(25, string.Join(
            '\n',
            AttachmentTable.Sql("agent_skills", "agents", "skills"),
            AttachmentTable.Sql("agent_mcps", "agents", "mcp_servers"),
            AttachmentTable.Sql("agent_integrations", "agents", "integrations"),
            AttachmentTable.Sql("runner_mcps", "runners", "mcp_servers"),
            AttachmentTable.Sql("runner_integrations", "runners", "integrations"),
            AttachmentTable.Sql("runner_tools", "runners", "tools"),
            AttachmentTable.Sql("runner_skills", "runners", "skills"))),
    ];
}
