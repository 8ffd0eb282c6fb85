using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Naming;

/// <summary>Puts the computer of an answer under the names that the options choose.</summary>
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
