using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>The tools of one table: <c>query_{table}</c> and <c>count_{table}</c>.</summary>
/// <param name="database">The name of the integration.</param>
/// <param name="session">The database.</param>
/// <param name="table">The table.</param>
/// <param name="clock">The clock of the limit.</param>
internal sealed class TableTools(string database, DatabaseSession session, DatabaseTable table, TimeProvider clock)
{
    /// <summary>How long a call may take, with the network.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static readonly JsonElement CountSchema = SchemaOf([]);

    private static readonly JsonElement QuerySchema = SchemaOf(new()
    {
        ["columns"] = new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "string" },
            ["description"] = "The columns to read. All of them without this.",
        },
        ["order_by"] = ListOf("How to order the rows.", new()
        {
            ["column"] = new JsonObject { ["type"] = "string" },
            ["descending"] = new JsonObject { ["type"] = "boolean" },
        }, "column"),
        ["limit"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = TableArguments.MaxRows, ["description"] = "How many rows at most; 50 without this." },
    });

    /// <summary>The tool that reads rows.</summary>
    public AgentTool Query(string name) => new(
        name,
        $"Reads rows of the table {table.Name} of the database {database}. Its columns: {Columns()}. Values that are very long are cut.",
        QuerySchema,
        (call, cancellationToken) => RunAsync(call, QueryAsync, cancellationToken));

    /// <summary>The tool that counts rows.</summary>
    public AgentTool Count(string name) => new(
        name,
        $"Counts the rows of the table {table.Name} of the database {database}. Its columns: {Columns()}.",
        CountSchema,
        (call, cancellationToken) => RunAsync(call, CountAsync, cancellationToken));

    private string Columns() => string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type}"));

    private async Task<ToolOutcome> RunAsync(AgentToolCall call, Func<JsonElement, CancellationToken, Task<ToolOutcome>> run, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await run(call.Arguments, either.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ToolOutcome.Error(limit.IsCancellationRequested
                ? $"The database did not answer within {Limit.TotalSeconds} seconds. Ask for less, or go on without it."
                : DatabaseFailures.OfQuery(e));
        }
    }

    private async Task<ToolOutcome> QueryAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        var query = TableQueries.Rows(table, arguments, out var limit);
        var rows = await session.ReadAsync(
            query, async row => (Json: await row.TextAsync(0).ConfigureAwait(false), All: await row.NumberAsync(1).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        return TableRows.Outcome([.. rows.Take(limit).Select(row => row.Json)], rows.Count > 0 ? rows[0].All : 0, limit);
    }

    private async Task<ToolOutcome> CountAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        var rows = await session.ReadAsync(TableQueries.Count(table, arguments), row => row.TextAsync(0), cancellationToken).ConfigureAwait(false);
        return ToolOutcome.Of(new JsonObject { ["count"] = JsonNode.Parse(rows[0]) });
    }

    private static JsonElement SchemaOf(JsonObject properties)
    {
        var operators = new JsonArray([.. TableArguments.Operators.Keys.Select(word => JsonValue.Create(word))]);
        properties.Insert(0, "where", ListOf("Only rows that meet all of these conditions.", new()
        {
            ["column"] = new JsonObject { ["type"] = "string" },
            ["op"] = new JsonObject { ["type"] = "string", ["enum"] = operators },
            ["value"] = new JsonObject { ["description"] = "A text, number or boolean; a list of them for in; null for = and != to find what has no value, or has one." },
        }, "column", "op", "value"));
        return JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false });
    }

    private static JsonObject ListOf(string description, JsonObject properties, params string[] required) => new()
    {
        ["type"] = "array",
        ["description"] = description,
        ["items"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
            ["additionalProperties"] = false,
        },
    };
}
