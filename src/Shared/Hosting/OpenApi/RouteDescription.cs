using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Shared.Hosting.OpenApi;

/// <summary>Describes one route: the ids in its path, the fields that it reads, and its answers.</summary>
internal static class RouteDescription
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data";

    public static OpenApiOperation Of(RouteEndpoint endpoint, RouteFields fields)
    {
        var operation = new OpenApiOperation
        {
            OperationId = IdOf(endpoint),
            Parameters = [.. endpoint.RoutePattern.Parameters.Select(OfPath), .. fields.Query.Select(field => Of(field, ParameterLocation.Query)), .. fields.Headers.Select(field => Of(field, ParameterLocation.Header))],
            Responses = new OpenApiResponses
            {
                [fields.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse { Description = "Success." },
                ["default"] = new OpenApiResponse { Description = "A refusal or a failure: a code for programs, and a sentence for people." },
            },
        };
        if (endpoint.Metadata.GetMetadata<Gate.OpenToAll>() is not null)
        {
            // The empty list takes the place of the document's own, which asks for a key.
            operation.Security = [];
        }

        if ((fields.Body ?? fields.Form) is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [fields.Form is null ? Json : Form] = new() { Schema = ObjectOf(body) } },
            };
        }

        return operation;
    }

    public static HttpMethod MethodOf(RouteEndpoint endpoint) => new(endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0]);

    // For example get_api_agents_agentId. The method and the path make it unique.
    private static string IdOf(RouteEndpoint endpoint)
    {
        var parts = endpoint.RoutePattern.RawText!.Split(['/', '{', '}', '-'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join('_', parts.Prepend(MethodOf(endpoint).Method.ToLowerInvariant()));
    }

    private static OpenApiParameter OfPath(Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart part) =>
        new() { Name = part.Name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiParameter Of(RequestField field, ParameterLocation place) =>
        new() { Name = field.Name, In = place, Required = field.IsRequired, Schema = SchemaOf(field with { TakesNull = false }) };

    private static OpenApiSchema ObjectOf(IReadOnlyList<RequestField> fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)SchemaOf(field)),
        Required = fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(),
    };

    private static OpenApiSchema SchemaOf(RequestField field)
    {
        var schema = field switch
        {
            { Type: "array", Fields: { } items } => new() { Type = JsonSchemaType.Array, Items = ObjectOf(items) },
            { Type: "array" } => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema() },
            { Fields: { } fields } => ObjectOf(fields),
            { Type: null } => new OpenApiSchema(),
            { Type: RequestField.File } => new() { Type = JsonSchemaType.String, Format = "binary" },
            _ => new() { Type = TypeOf(field.Type), Enum = field.Values is null ? null : [.. field.Values.Select(value => JsonValue.Create(value)!)] },
        };
        if (field.TakesNull)
        {
            // A schema without a type takes null already.
            schema.Type |= JsonSchemaType.Null;
            schema.Enum?.Add(JsonNullSentinel.JsonNull);
        }

        return schema;
    }

    private static JsonSchemaType TypeOf(string type) => type switch
    {
        "boolean" => JsonSchemaType.Boolean,
        "integer" => JsonSchemaType.Integer,
        "number" => JsonSchemaType.Number,
        "object" => JsonSchemaType.Object,
        _ => JsonSchemaType.String,
    };
}
