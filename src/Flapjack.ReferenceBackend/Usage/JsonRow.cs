using System.Data.Common;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>Makes JSON of a row. Each column becomes a field under its own name, so that a statement says what the answer looks like.</summary>
internal static class JsonRow
{
    public static JsonObject Of(DbDataReader row)
    {
        var json = new JsonObject();
        for (var column = 0; column < row.FieldCount; column++)
        {
            json[row.GetName(column)] = row.GetValue(column) switch
            {
                long number => number,
                double number => number,
                string text => text,
                _ => null,
            };
        }

        return json;
    }
}
