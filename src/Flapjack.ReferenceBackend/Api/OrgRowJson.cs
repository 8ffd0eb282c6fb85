using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Writes a row of an organization as the contract shows it: the fields of the document between the ids and the times, all in snake_case.</summary>
internal static class OrgRowJson
{
    public static JsonObject ToJson<T>(this OrgRow<T> row)
    {
        var json = new JsonObject { ["id"] = row.Id, ["org_id"] = row.OrgId };
        foreach (var (name, value) in HttpContextJson.ToJson(row.Document))
        {
            json[name] = value?.DeepClone();
        }

        json["created_at"] = UtcTimeConverter.Text(row.CreatedAt);
        json["updated_at"] = UtcTimeConverter.Text(row.UpdatedAt);
        return json;
    }
}
