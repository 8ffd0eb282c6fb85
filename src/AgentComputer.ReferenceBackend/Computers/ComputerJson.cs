using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Api;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Computers as they are sent.</summary>
/// <param name="urls">Where computers are reached.</param>
internal sealed class ComputerJson(PublicUrls urls)
{
    /// <summary>The computer, with the operation beside it if there is one.</summary>
    public JsonObject Of(ComputerView view)
    {
        var answer = new JsonObject { ["computer"] = Computer(view) };
        if (view.Operation is { } operation)
        {
            answer["operation"] = operation.ToJson();
        }

        return answer;
    }

    public JsonObject Computer(ComputerView view)
    {
        var row = view.Row;
        return new()
        {
            ["id"] = row.Id,
            ["handle"] = row.Handle,
            ["display_name"] = row.DisplayName,
            ["state"] = view.State,
            ["image_id"] = row.ImageId,
            ["source_kind"] = row.SourceKind,
            ["source_snapshot_id"] = row.SourceSnapshotId,
            ["size_preset"] = row.SizePreset,
            ["requested_memory_mib"] = row.MemoryMib,
            ["requested_storage_bytes"] = row.StorageBytes,
            ["primary_url"] = urls.OfComputer(row.Handle),
            ["vnc_url"] = urls.OfComputer(row.Handle),
            ["clerk_org_id"] = row.WorkspaceId,
            ["failure_reason"] = row.FailureReason,
            ["created_at"] = UtcTimeConverter.Text(row.CreatedAt),
            ["updated_at"] = UtcTimeConverter.Text(row.UpdatedAt),
            ["deleted_at"] = row.DeletingSince is { } since ? UtcTimeConverter.Text(since) : null,
            ["viewer_access"] = new JsonObject
            {
                ["role"] = "owner",
                ["allow_browser"] = true,
                ["allow_vnc"] = true,
                ["allow_ssh"] = true,
                ["can_manage"] = true,
                ["can_update"] = true,
                ["can_delete"] = true,
                ["can_manage_shares"] = true,
                ["can_manage_ports"] = true,
                ["can_issue_ssh_certificates"] = true,
            },
        };
    }
}
