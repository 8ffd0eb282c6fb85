using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>The catalogue of a backend that is given none: a few examples of our own, so that browsing and installing can be tried at once.</summary>
internal static class ExampleSkills
{
    private const string Author = "Flapjack.ReferenceBackend";

    public static IReadOnlyList<SkillCatalogEntry> All { get; } =
    [
        new()
        {
            Source = SkillSource.SkillMd,
            SourceRef = "examples/commit-messages",
            SourceUrl = "https://example.com/skills",
            Name = "Commit messages",
            Description = "Writes commit messages that say why.",
            Author = Author,
            Version = "1.0.0",
            Category = "code",
            Tags = ["git", "writing"],
            Content =
                """
                ---
                name: commit-messages
                description: Writes commit messages that say why.
                ---
                Write the first line as one sentence of at most 72 characters. Say why the change is made; the change itself shows what it does.
                """,
        },
        new()
        {
            Source = SkillSource.SkillMd,
            SourceRef = "examples/plain-answers",
            SourceUrl = "https://example.com/skills",
            Name = "Plain answers",
            Description = "Answers in short sentences of plain English.",
            Author = Author,
            Version = "1.0.0",
            Category = "writing",
            Tags = ["style", "writing"],
            Content =
                """
                ---
                name: plain-answers
                description: Answers in short sentences of plain English.
                ---
                Begin with the answer. Use short sentences and common words. Name a source for each number.
                """,
        },
        new()
        {
            Source = SkillSource.OpenApiAction,
            SourceRef = "examples/order-status",
            SourceUrl = "https://example.com/orders/openapi.json",
            Name = "Order status",
            Description = "Looks up the status of an order.",
            Author = Author,
            Version = "1.0.0",
            Category = "shop",
            Tags = ["rest", "orders"],
            AuthType = "none",
            Content =
                """
                {
                  "openapi": "3.0.3",
                  "info": { "title": "Orders", "version": "1.0.0" },
                  "servers": [{ "url": "https://example.com/orders" }],
                  "paths": {
                    "/{orderId}": {
                      "get": {
                        "operationId": "getOrderStatus",
                        "summary": "Reads the status of an order.",
                        "parameters": [{ "name": "orderId", "in": "path", "required": true, "schema": { "type": "string" } }],
                        "responses": { "200": { "description": "The status." } }
                      }
                    }
                  }
                }
                """,
        },
        new()
        {
            Source = SkillSource.McpRegistry,
            SourceRef = "com.example/notes",
            SourceUrl = "https://example.com/mcp",
            Name = "Notes",
            Description = "Reads and writes notes over MCP.",
            Author = Author,
            Version = "1.0.0",
            Category = "productivity",
            Tags = ["mcp", "notes"],
            AuthType = "oauth",
        },
    ];
}
