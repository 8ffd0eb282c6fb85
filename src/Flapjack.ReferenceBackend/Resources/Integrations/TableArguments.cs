using System.Globalization;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>
/// Reads the arguments of a call for a table, which nobody has compared with the schema. Columns are found in the catalogue by their names, operators in a list,
/// and values become parameters; no text of the arguments gets into SQL.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="arguments">The arguments: an object.</param>
internal sealed class TableArguments(DatabaseTable table, JsonElement arguments)
{
    /// <summary>How many rows a query may ask for.</summary>
    public const int MaxRows = 200;

    private const int DefaultRows = 50;
    private const int MaxConditions = 20;
    private const int MaxValues = 100;
    private const string Equal = "=";
    private const string NotEqual = "!=";
    private const string In = "in";

    /// <summary>The operators, with what they are in SQL.</summary>
    public static readonly IReadOnlyDictionary<string, string> Operators = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Equal] = "=",
        [NotEqual] = "<>",
        ["<"] = "<",
        ["<="] = "<=",
        [">"] = ">",
        [">="] = ">=",
        ["like"] = "LIKE",
        ["ilike"] = "ILIKE",
        [In] = "IN",
    };

    private readonly List<string?> _values = [];

    /// <summary>The values of the parameters, in the order of their numbers.</summary>
    public IReadOnlyList<string?> Values => _values;

    /// <exception cref="DatabaseFault">There is an argument of another name.</exception>
    public void RequireOnly(params string[] names) => RequireOnly(arguments, "argument", names);

    /// <summary>The columns to read; all without the argument.</summary>
    public IReadOnlyList<DatabaseColumn> Columns() =>
        Items("columns") is { Count: > 0 } items ? [.. items.Select(item => Column(item, "columns")).Distinct()] : table.Columns;

    /// <summary>The condition in SQL, with <c>WHERE</c>; empty without one.</summary>
    public string Where() => Items("where") is { Count: > 0 } items ? " WHERE " + string.Join(" AND ", items.Select(Condition)) : "";

    /// <summary>The order in SQL, with <c>ORDER BY</c>; empty without one.</summary>
    public string OrderBy() => Items("order_by") is { Count: > 0 } items ? " ORDER BY " + string.Join(", ", items.Select(Order)) : "";

    /// <summary>How many rows to read at most.</summary>
    public int Limit()
    {
        if (!Has(arguments, "limit", out var limit))
        {
            return DefaultRows;
        }

        return limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out var rows) && rows is >= 1 and <= MaxRows
            ? rows
            : throw new DatabaseFault($"limit must be a whole number from 1 to {MaxRows}.");
    }

    private string Condition(JsonElement condition)
    {
        RequireOnly(condition, "field of where", "column", "op", "value");
        Has(condition, "column", out var name);
        var column = "x." + DatabaseTable.Quote(Column(name, "where").Name);
        Has(condition, "op", out var op);
        if (TextOf(op) is not { } word || !Operators.TryGetValue(word, out var sql))
        {
            throw new DatabaseFault($"op must be one of {string.Join(", ", Operators.Keys)}.");
        }

        Has(condition, "value", out var value);
        return (word, value.ValueKind) switch
        {
            (Equal, JsonValueKind.Null) => column + " IS NULL",
            (NotEqual, JsonValueKind.Null) => column + " IS NOT NULL",
            (In, JsonValueKind.Array) when value.GetArrayLength() is >= 1 and <= MaxValues => $"{column} IN ({string.Join(", ", value.EnumerateArray().Select(Parameter))})",
            (In, _) => throw new DatabaseFault($"value must be a list of 1 to {MaxValues} values for the op in."),
            ("like" or "ilike", _) => $"{column}::text {sql} {Parameter(value)}",
            _ => $"{column} {sql} {Parameter(value)}",
        };
    }

    private string Order(JsonElement order)
    {
        RequireOnly(order, "field of order_by", "column", "descending");
        Has(order, "column", out var name);
        var column = "x." + DatabaseTable.Quote(Column(name, "order_by").Name);
        return !Has(order, "descending", out var descending) ? column : descending.ValueKind switch
        {
            JsonValueKind.True => column + " DESC",
            JsonValueKind.False => column,
            _ => throw new DatabaseFault("descending must be true or false."),
        };
    }

    private string Parameter(JsonElement value)
    {
        _values.Add(value.ValueKind switch
        {
            JsonValueKind.String => TextOf(value) ?? throw new DatabaseFault("value is no text that can be stored."),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => throw new DatabaseFault("value must be a text, a number, true or false; a list for the op in; null for = and != only."),
        });
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }

    private DatabaseColumn Column(JsonElement name, string argument) =>
        TextOf(name) is { } text && table.Columns.FirstOrDefault(column => column.Name == text) is { } found
            ? found
            : throw new DatabaseFault($"{argument} must name columns of the table. They are: {string.Join(", ", table.Columns.Select(column => column.Name))}.");

    private List<JsonElement> Items(string name)
    {
        if (!Has(arguments, name, out var items))
        {
            return [];
        }

        return items.ValueKind == JsonValueKind.Array && items.GetArrayLength() <= Math.Max(MaxConditions, table.Columns.Count)
            ? [.. items.EnumerateArray()]
            : throw new DatabaseFault($"{name} must be a list of at most {Math.Max(MaxConditions, table.Columns.Count)} items.");
    }

    private static bool Has(JsonElement json, string name, out JsonElement value) =>
        json.TryGetProperty(name, out value) && (value.ValueKind != JsonValueKind.Null || name == "value");

    private static void RequireOnly(JsonElement json, string what, params string[] names)
    {
        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().Any(field => !names.Contains(field.Name)))
        {
            throw new DatabaseFault($"There is an unknown {what}. Known are: {string.Join(", ", names)}.");
        }
    }

    // JSON can hold half of a character, which is no text.
    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
