using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Ssh;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.SshKeys;

/// <summary>The public keys for which SSH certificates are made.</summary>
internal sealed class SshKeysApi(SshKeyTable keys) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/v1/ssh-keys", call => new JsonObject { ["ssh_keys"] = new JsonArray([.. keys.List(call.OrgId).Select(key => key.ToJson())]) });
        all.Post(
            "/v1/ssh-keys",
            SshKeyBody.Create,
            (call, body) => new JsonObject { ["ssh_key"] = keys.Add(call.OrgId, body.Key, body.Name).ToJson() },
            StatusCodes.Status201Created);
        all.Delete("/v1/ssh-keys/{ssh_key_id}", call => keys.Remove(call.OrgId, call["ssh_key_id"]));
    }
}
