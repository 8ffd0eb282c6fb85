namespace LocalComputers.Storage;

/// <summary>A step from an empty database to the tables of today. It belongs to the resource whose tables it makes, and never changes after its release.</summary>
/// <param name="Number">Its place among the steps of all resources, counted from 1. A new step takes the next free number.</param>
/// <param name="Sql">The statements.</param>
internal sealed record SchemaStep(int Number, string Sql);
