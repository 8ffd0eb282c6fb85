// Compiled ahead of time for row 7: the same response, read with an HttpClient and a record of its own.
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

using var http = new HttpClient { BaseAddress = new(args[0]) };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", args[1]);
return (await http.GetFromJsonAsync($"api/agents/{args[2]}", AgentJson.Default.Agent))!.Id == args[2] ? 0 : 1;

internal sealed record Agent([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("name")] string Name);

[JsonSerializable(typeof(Agent))]
internal sealed partial class AgentJson : JsonSerializerContext;
