using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Operations;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Ports;

/// <summary>Published ports as they are sent.</summary>
/// <param name="urls">Where they are reached.</param>
internal sealed class PortJson(PortUrls urls)
{
    /// <summary>A port, with the operation that works on it.</summary>
    public JsonObject Of(Computers.ComputerRow computer, (PortRow Port, OperationRow Operation) begun) => new()
    {
        ["port"] = Of(computer, begun.Port),
        ["operation"] = begun.Operation.ToJson(),
    };

    public JsonObject Of(Computers.ComputerRow computer, PortRow row) => new()
    {
        ["id"] = row.Id,
        ["computer_id"] = row.ComputerId,
        ["port"] = row.Port,
        ["name"] = row.Name,
        ["visibility"] = row.Visibility,
        ["state"] = row.State,
        ["public_url"] = urls.OfPort(computer, row.Name),
        ["failure_reason"] = row.FailureReason,
        ["created_at"] = UtcTimeConverter.Text(row.CreatedAt),
        ["updated_at"] = UtcTimeConverter.Text(row.UpdatedAt),
    };
}
