using Shared.Hosting.Bodies;

namespace Shared.Hosting.Routing;

/// <summary>Which fields a route reads. It is kept with the endpoint, for the description of the API.</summary>
/// <param name="Body">The fields of the JSON body; null if the route reads no JSON body.</param>
/// <param name="Query">The fields of the query; empty if the route reads none.</param>
/// <param name="Status">The status of a success.</param>
internal sealed record RouteFields(IReadOnlyList<RequestField>? Body, IReadOnlyList<RequestField> Query, int Status)
{
    /// <summary>The parts of the form (<c>multipart/form-data</c>); null if the route reads no form.</summary>
    public IReadOnlyList<RequestField>? Form { get; init; }

    /// <summary>The headers that the route reads, as far as they are its own.</summary>
    public IReadOnlyList<RequestField> Headers { get; init; } = [];

    public static RouteFields Nothing(int status) => new(null, [], status);

    public static RouteFields OfBody<T>(Func<BodyReader, T> read, int status = 200) => new(BodyReader.FieldsOf(read), [], status);

    public static RouteFields OfQuery<T>(Func<QueryReader, T> read, int status = 200) => new(null, QueryReader.FieldsOf(read), status);

    /// <param name="status">The status of a success.</param>
    /// <param name="parts">The parts of the form.</param>
    public static RouteFields OfForm(int status, params IReadOnlyList<RequestField> parts) => Nothing(status) with { Form = parts };
}
