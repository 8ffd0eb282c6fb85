using System.Text.Json;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>An event of a name that this version does not know; nothing of it is lost. Answer 200, as for any other that you do not need.</summary>
public sealed record UnknownWebhook : ComputerWebhookPayload
{
    internal static UnknownWebhook Of(string name, JsonElement json)
    {
        try
        {
            return json.Deserialize(FlapjackJsonContext.Default.UnknownWebhook)!;
        }
        catch (JsonException)
        {
            // A new event may give an old field another type: then all of it stays as it came.
            var fields = new Dictionary<string, JsonElement>();
            foreach (var field in json.EnumerateObject().Where(field => field.Name != "event"))
            {
                fields[field.Name] = field.Value;
            }

            return new() { Event = new(name), AdditionalProperties = fields };
        }
    }
}
