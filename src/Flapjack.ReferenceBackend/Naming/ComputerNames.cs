using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Naming;

/// <summary>Puts an answer's computer under the names that callers are to see.</summary>
internal static class ComputerNames
{
    public static JsonObject Named(this JsonObject json, ComputerNaming naming)
    {
        if (naming != ComputerNaming.Computer)
        {
            json["sandbox"] = json["computer"]?.DeepClone();
        }

        if (naming == ComputerNaming.Sandbox)
        {
            json.Remove("computer");
        }

        return json;
    }
}
