using System.Data.Common;
using System.Text.Json.Nodes;
using LocalComputers.Storage;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Projects;

/// <summary>
/// Who belongs to a project. The contract says that the answer has some columns of each agent and runner, and not which; that it is these four is ours.
/// </summary>
internal sealed class ProjectMembers(Store store)
{
    public JsonObject Of(string projectId) => store.Read(db => new JsonObject
    {
        ["runners"] = List(db, "runners", projectId),
        ["agents"] = List(db, "agents", projectId),
    });

    // Both tables keep the fields of their rows in a document, in which these fields have the same names.
    private static JsonArray List(StoreSession db, string table, string projectId) => new(
    [
        .. db.Query(
            $"SELECT id, document, created_at FROM {table} WHERE project_id = $project ORDER BY created_at, rowid", Read, ("$project", projectId)),
    ]);

    private static JsonObject Read(DbDataReader row)
    {
        var document = JsonNode.Parse(row.GetString(1))!;
        return new()
        {
            ["id"] = row.GetString(0),
            ["name"] = document["name"]?.DeepClone(),
            ["description"] = document["description"]?.DeepClone(),
            ["created_at"] = UtcTimeConverter.Text(row.Time(2)),
        };
    }
}
