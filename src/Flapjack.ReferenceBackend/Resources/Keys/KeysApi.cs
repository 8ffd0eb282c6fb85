using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Auth;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Keys;

/// <summary>An organization's API keys, for its users: no API key can make, list or delete keys.</summary>
internal sealed class KeysApi(ApiKeyTable keys) : IResource
{
    private const int MaxName = 200;

    public void Map(Routes routes)
    {
        var users = routes.Users();
        users.Get("/api/keys", call => keys.List(call.OrgId).Select(Shown));
        // A user gives a key what the user may do, because the body has no scopes.
        users.Post("/api/keys", Name, (call, name) => Created(keys.Add(call.OrgId, name, call.Caller.Scopes)), StatusCodes.Status201Created);
        users.For(call => keys.Find(call.OrgId, call["keyId"])).Delete("/api/keys/{keyId}", Remove);
    }

    private static string Name(BodyReader body) => body.RequiredText("name", "INVALID_NAME", MaxName, missing: "MISSING_NAME");

    private static JsonObject Shown(ApiKeyRow row) => new()
    {
        ["id"] = row.Id,
        ["prefix"] = row.Prefix,
        ["name"] = row.Name,
        ["last_used_at"] = Text(row.LastUsedAt),
        ["created_at"] = Text(row.CreatedAt),
    };

    private static JsonObject Created((string Key, ApiKeyRow Row) made) => new()
    {
        ["id"] = made.Row.Id,
        ["key"] = made.Key,
        ["prefix"] = made.Row.Prefix,
        ["name"] = made.Row.Name,
        ["created_at"] = Text(made.Row.CreatedAt),
    };

    private static string? Text(DateTimeOffset? time) => time is { } known ? UtcTimeConverter.Text(known) : null;

    private JsonObject Remove(ApiKeyRow row)
    {
        keys.Remove(row);
        return new() { ["ok"] = true };
    }
}
