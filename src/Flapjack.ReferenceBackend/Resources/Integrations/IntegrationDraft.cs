namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>An integration as a request describes it, with its connection string still readable. It is no record, because a record prints all of itself.</summary>
internal sealed class IntegrationDraft(IntegrationDocument document, string connectionString)
{
    public IntegrationDocument Document => document;

    public string ConnectionString => connectionString;
}
